"""Processes are killed while events are written, taken and sent: does everybody end with all of them, in order?"""
