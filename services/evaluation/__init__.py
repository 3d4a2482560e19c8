"""Measures of the real components on labelled data. [pure]"""
