"""A batch for cron: compares what is new in a folder of coverage with everything stored before."""
