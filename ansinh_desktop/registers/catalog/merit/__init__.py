"""People with merit for the revolution, their relatives, and who worships martyrs, by Pháp lệnh 02/2020/UBTVQH14."""
