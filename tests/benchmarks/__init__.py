"""Speed, memory and bytes of smtui as a user over a slow line feels them: ratios, not absolutes."""
