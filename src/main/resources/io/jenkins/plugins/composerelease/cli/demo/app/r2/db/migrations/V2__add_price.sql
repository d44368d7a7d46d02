ALTER TABLE items ADD COLUMN price_cents integer NOT NULL DEFAULT 0;

UPDATE items SET price_cents = CASE name WHEN 'Tea pot' THEN 2450 WHEN 'Tea cup' THEN 890 ELSE 1200 END;
