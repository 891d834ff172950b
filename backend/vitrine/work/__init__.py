"""One transaction, and after its commit the jobs and changes it caused."""
