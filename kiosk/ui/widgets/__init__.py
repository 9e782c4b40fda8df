"""The parts that screens are made of, one rule file (kv) beside each module."""
