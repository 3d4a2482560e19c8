"""What all three services share: the domain's values, errors, configuration, serving and storage."""
