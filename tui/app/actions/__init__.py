"""The actions of the screens, one table an area; ``commands`` gathers them."""
