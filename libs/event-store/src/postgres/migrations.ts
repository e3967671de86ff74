import type { Migration } from '@stepwell/postgres';

/**
 * The log. `json` and not `jsonb`, because what is stored is the canonical text, byte for byte. Names compare by their
 * bytes (`"C"`), so that the streams of a category stand together in the index whatever the database's language is.
 */
const tables = `
  CREATE SCHEMA log;

  CREATE TABLE log.events (
    position bigint PRIMARY KEY,
    stream_id text COLLATE "C" NOT NULL,
    revision int NOT NULL,
    id uuid NOT NULL UNIQUE,
    type text COLLATE "C" NOT NULL,
    schema_version int NOT NULL,
    data json NOT NULL,
    metadata json NOT NULL,
    UNIQUE (stream_id, revision)
  );

  -- One row: the position of the last event. Whoever appends holds it until its transaction has ended, so positions
  -- are given in the order in which they become visible, and without gaps.
  CREATE TABLE log.head (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    position bigint NOT NULL
  ) WITH (fillfactor = 10);
  INSERT INTO log.head (position) VALUES (0);

  CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'The log is only ever added to.';
  END $$;
  CREATE TRIGGER add_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.events
    EXECUTE FUNCTION log.refuse_change();`;

/**
 * Takes the head, and judges a group of appends, each of them to another stream. The caller's transaction must then
 * write the events of those that fit, and of no others, to the positions after \`head\`.
 *
 * \`expected\`: the stream's last revision, -1 for no stream, -2 for any, -3 for any stream that exists.
 * \`owners\`: for each event, its append's place in the group, from 1. \`ids\`: those of the events, or none, which leaves
 * it to the table to refuse an id that it has.
 * \`verdicts\`: 0 fits, 1 wrong revision, 2 one of its ids is in the log. \`actual\`: each stream's last revision.
 *
 * A stream's last revision is found by looking just behind the expected one: where that is right, the index need not be
 * read any further.
 */
const judge = `
  CREATE FUNCTION log.judge(
    streams text[], expected int[], ids uuid[], owners int[],
    OUT head bigint, OUT actual int[], OUT verdicts int[]
  ) LANGUAGE plpgsql AS $$
  DECLARE
    asked int := cardinality(owners);
  BEGIN
    UPDATE log.head h SET position = h.position + asked RETURNING h.position - asked INTO head;

    WITH taken AS MATERIALIZED (
      SELECT array_agg(i.owner) AS owners FROM unnest(ids, owners) AS i(id, owner)
      WHERE (SELECT e.revision FROM log.events e WHERE e.id = i.id) IS NOT NULL
    ), streams AS MATERIALIZED (
      SELECT n, a.expected, coalesce(
        (SELECT e.revision FROM log.events e
          WHERE e.stream_id = a.stream AND e.revision > a.expected ORDER BY e.revision DESC LIMIT 1),
        (SELECT e.revision FROM log.events e WHERE e.stream_id = a.stream AND e.revision = a.expected),
        (SELECT e.revision FROM log.events e
          WHERE e.stream_id = a.stream AND a.expected >= 0 ORDER BY e.revision DESC LIMIT 1),
        -1) AS actual
      FROM unnest(judge.streams, judge.expected) WITH ORDINALITY AS a(stream, expected, n)
    )
    SELECT array_agg(s.actual ORDER BY s.n), array_agg(
      CASE
        WHEN s.n = ANY (t.owners) THEN 2
        WHEN s.expected = s.actual OR s.expected = -2 OR (s.expected = -3 AND s.actual >= 0) THEN 0
        ELSE 1
      END ORDER BY s.n)
    INTO actual, verdicts
    FROM streams s, taken t;

    IF 0 < ANY (verdicts) THEN
      UPDATE log.head h SET position = h.position -
        (SELECT count(*) FROM unnest(judge.owners) AS owner WHERE verdicts[owner] > 0);
    END IF;
  END $$;`;

/**
 * Judges a group and writes those that fit, in one call. \`places\`: each event's place in its append, from 1.
 */
const append = `
  CREATE FUNCTION log.append(
    streams text[], expected int[], owners int[], places int[],
    ids uuid[], types text[], schema_versions int[], data json[], metadata json[],
    OUT head bigint, OUT actual int[], OUT verdicts int[]
  ) LANGUAGE plpgsql AS $$
  BEGIN
    SELECT * INTO head, actual, verdicts FROM log.judge(streams, expected, ids, owners);
    INSERT INTO log.events (position, stream_id, revision, id, type, schema_version, data, metadata)
    SELECT append.head + row_number() OVER (ORDER BY e.n), streams[e.owner], actual[e.owner] + e.place,
      e.id, e.type, e.schema_version, e.data, e.metadata
    FROM unnest(owners, places, ids, types, schema_versions, append.data, append.metadata)
      WITH ORDINALITY AS e(owner, place, id, type, schema_version, data, metadata, n)
    WHERE verdicts[e.owner] = 0;
  END $$;`;

/**
 * Writes a group in which everything fits, as nearly always, or fails as a whole: an event that does not fit gets no
 * revision or one that is taken, and the table refuses both. Every array has a value for each event.
 *
 * \`looks\`: what to look at before an event gets its revision: -1 nothing, from 0 on this revision of the stream, which
 * must be there, -2 and -3 the stream's last one, which with -3 must be there. \`revisions\`: the one it gets, after -2 and
 * -3 counted from that last one. \`given\`: the revisions given, if any was counted.
 */
const appendAll = `
  CREATE FUNCTION log.append_all(
    streams text[], looks int[], revisions int[],
    ids uuid[], types text[], schema_versions int[], data json[], metadata json[],
    OUT head bigint, OUT given int[]
  ) LANGUAGE plpgsql AS $$
  DECLARE
    asked int := cardinality(ids);
  BEGIN
    UPDATE log.head h SET position = h.position + asked RETURNING h.position - asked INTO head;
    INSERT INTO log.events (position, stream_id, revision, id, type, schema_version, data, metadata)
    SELECT append_all.head + e.n, e.stream, e.revision +
      CASE
        WHEN e.look = -1 THEN 0
        WHEN e.look >= 0 THEN
          (SELECT 0 FROM log.events l WHERE l.stream_id = e.stream AND l.revision = e.look)
        ELSE coalesce(
          (SELECT l.revision FROM log.events l WHERE l.stream_id = e.stream ORDER BY l.revision DESC LIMIT 1),
          CASE e.look WHEN -2 THEN -1 END)
      END,
      e.id, e.type, e.schema_version, e.data, e.metadata
    FROM unnest(streams, looks, revisions, ids, types, schema_versions, append_all.data, append_all.metadata)
      WITH ORDINALITY AS e(stream, look, revision, id, type, schema_version, data, metadata, n);
    IF -1 > ANY (looks) THEN
      SELECT array_agg(e.revision ORDER BY e.position) INTO given
      FROM log.events e WHERE e.position > append_all.head;
    END IF;
  END $$;`;

export const eventStoreMigrations: readonly Migration[] = [
  { name: 'the log', sql: tables + judge + append + appendAll },
];
