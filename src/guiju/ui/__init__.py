"""How pages look: base templates, components and one stylesheet; no queries."""
