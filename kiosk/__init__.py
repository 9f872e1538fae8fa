"""The controller process: flows, the journal, the audit log, and the wiring of every device."""
