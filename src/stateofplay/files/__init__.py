"""The files and folders of a project: found, read whatever they hold, written whole or not."""
