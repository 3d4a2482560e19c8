"""Rows the contradiction model learns from and is measured on; made by :mod:`training.inference_data`."""
