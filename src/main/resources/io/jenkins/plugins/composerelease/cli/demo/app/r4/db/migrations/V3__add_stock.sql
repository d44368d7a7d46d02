ALTER TABLE items ADD COLUMN stock integer NOT NULL DEFAULT 0;

UPDATE items SET stock = 12;
