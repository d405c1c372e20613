"""Forms: a screen of fields that shows each value as it was understood and says what is wrong while typing."""
