"""The one room that speaks SQL: schema, staging, views, queries."""
