"""Pure engines that compute figures for areas."""
