"""What matters: the value of knowing, the next question, tipping points, sensitivity, paths."""
