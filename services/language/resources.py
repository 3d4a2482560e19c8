"""What one language declares. Engines read these values and never ask which language it is. [pure]

Each engine module defines the dataclass of the resources it reads; a language package
(``services/language/ar``, ``services/language/en``) fills them and composes one ``Language``.
"""

from __future__ import annotations
