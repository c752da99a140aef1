//! The state machine of the widget.
