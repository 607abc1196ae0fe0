"""The database: models, field encryption, migrations. Everything a person wrote is encrypted here."""
