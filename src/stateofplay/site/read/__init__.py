"""Pages as they are read: their Markdown, roles, charts and the outputs of their cells."""
