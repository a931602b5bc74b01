"""What records look like from outside. A serializer never queries: views fetch what it shows.

A machine's value keeps its own name and never changes; beside each stands ``…_label``, its words in
the language of Accept-Language. The descriptions here make the schema and stay English.
"""
