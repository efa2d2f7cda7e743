"""What surrounds the text of a page: templates, navigation, search, policy, what machines read."""
