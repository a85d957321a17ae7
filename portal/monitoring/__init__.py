"""What an operator sees of the running portal: request ids, the access log and metrics."""
