"""The three services of Mizan and the language core they share."""
