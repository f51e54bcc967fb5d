db/migrations/1.sql
DROP TABLE x;
ALTER TABLE users ADD COLUMN a int NOT NULL;
$$ DELETE FROM a $$;
