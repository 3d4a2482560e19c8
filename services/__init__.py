"""The three services of Mizan and the language core they share."""

import os

# Work is spread over a bounded pool of threads; OpenBLAS's own would only spin beside them: measured on small
# events, three times the processor time and no less waiting. Read when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
