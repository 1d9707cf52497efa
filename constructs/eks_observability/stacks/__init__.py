"""The stacks: each wires constructs together and defines no resource itself."""
