-- Fails on purpose: the rows that exist have no value for the column.
ALTER TABLE items ADD COLUMN stock integer NOT NULL;
