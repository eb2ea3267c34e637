"""The page 校舍: buildings, the movements of their area, completed works waiting, dangerous ones."""
