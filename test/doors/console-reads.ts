/**
 * Every relation outside its own schema, and every column of it, that the console's login can read. Whoever lets it read more
 * writes it down here too. Rows of `unit_*` are those of the units in sight.
 */
export const CONSOLE_READS: Readonly<Record<string, string>> = {
  'published.delivery_copy':
    'organisation position recipient source event_id occasion type disclosure state delivered_at' +
    ' acknowledged_at outcome is_as_headed',
  'published.delivery_outbox': 'event_id source',
  'published.delivery_webhook_forgotten': 'receiver organisation position source event_id',
  'published.exchange_disclosure':
    'partition position message_offset event_id source unit person outcome occasion event' +
    ' decided_at reason agreements purposes fields withheld_fields',
  'published.exchange_fact_decision':
    'partition message_offset ordinal source event_id occasion outcome concerned shared withheld',
  'published.exchange_ledger_head': 'partition position shared',
  'published.exchange_parked_message': 'partition message_offset',
  'published.reconciler_case_evidence': 'case_key source event_id role type occurred_at received_at',
  'published.reconciler_evidence': 'case_key source event_id role match_key',
  'published.reconciler_extract_row': 'upload comparison state key_digest',
  'published.reconciler_extract_upload': 'upload unit type as_at',
  'published.reconciler_fact_outcome': 'partition message_offset source event_id outcome',
  'published.reconciler_gap_standing':
    'gap_id rule is_open kind reason closing due_at breached_at told_at rung revision requests' +
    ' outstanding clocks',
  'published.reconciler_obligation_case': 'case_key rule status gap_open revision',
  'published.reconciler_outbox': 'source event_id',
  'published.reconciler_parked_message': 'topic partition message_offset state',
  'published.register_acknowledgement':
    'topic partition message_offset received_at source id recipient copy_id copy_source occasion',
  'published.register_clock': 'mode tick_at round decided_at decided_round decided_facts stopped_code',
  'published.register_difference': 'source id comparison uploads key_digest',
  'published.register_fact':
    'source id type version unit occurred_at received_at person is_person topic partition' +
    ' message_offset is_as_said is_by_subject',
  'published.register_fact_identity': 'source id topic partition message_offset',
  'published.register_outcome': 'topic partition message_offset outcome source id code says decided_at',
  'published.register_parked_message': 'topic partition message_offset code says state',
  'published.register_person': 'person',
  'published.register_person_alias': 'person survivor',
  'published.register_stage_cursor': 'topic partition applied',
  'published.unit_copy':
    'organisation position recipient source event_id occasion type disclosure headers data' +
    ' stored_at state delivered_at acknowledged_at outcome reference',
  'published.unit_disclosure': 'partition position entry event_id source unit person outcome',
  'published.unit_fact': 'source id unit subject',
  'published.unit_gap_copy':
    'organisation position recipient source event_id type gap_id rule severity revision bytes' +
    ' breached_at ledger_partition ledger_position',
}
