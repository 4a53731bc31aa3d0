/** Statements for a migration of the app's schema: what a sandbox holds, what it was asked to do, and what it is told to do instead. */
export const SANDBOX_TABLES = `
  create table sandbox_entry (
    register text not null,
    about text not null,
    data jsonb not null,
    primary key (register, about)
  );
  create table sandbox_transaction (
    register text not null,
    reference text not null,
    about text not null,
    answer text not null check (answer in ('applied', 'rejected', 'lost', 'delayed')),
    due_on date,
    content jsonb not null,
    primary key (register, reference)
  );
  create index sandbox_delayed on sandbox_transaction (due_on) where answer = 'delayed';
  create table sandbox_misdeed (
    position bigint generated always as identity primary key,
    register text not null,
    about text not null,
    does text not null check (does in ('lose', 'reject', 'apply-wrongly', 'delay')),
    days integer,
    used_by text
  );
  create index sandbox_misdeed_waiting on sandbox_misdeed (register, about) where used_by is null;
`
