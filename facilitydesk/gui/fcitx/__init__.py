"""The program's own way to fcitx, the input method of UOS and Kylin desktops.

Qt's packages bring no plugin for it, and the system's is made for another Qt. What a plugin would
do is done in the window: `line` speaks with fcitx on the session bus, `client` hands it the keys
and gives what it composes to the field that has the keyboard.
"""
