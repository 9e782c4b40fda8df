"""From a resident's question to its answer and back, by processes as they run in a village and at its office."""
