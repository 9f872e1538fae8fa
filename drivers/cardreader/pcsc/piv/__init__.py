"""The card application that the project issues: what is on the card, what is said to it, and whom to believe."""
