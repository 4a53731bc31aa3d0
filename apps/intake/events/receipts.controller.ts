import { Controller, Get, Inject, Param } from '@nestjs/common'
import { isoInstant } from '#core/kernel'
import { Problem } from '#platform/http'
import { Caller, NeedsScopes, type Principal } from '#platform/security'
import { type RegisterReceipt, RegisterView } from '../store/register-view.js'
import { type StoredRefusal, SubmissionStore } from '../store/submission-store.js'

/** `GET /receipts/{eventId}`: where the publisher's own event is now. An id may stand in several of its sources. */
@Controller('receipts')
export class ReceiptsController {
  constructor(
    @Inject(RegisterView) private readonly register: RegisterView,
    @Inject(SubmissionStore) private readonly submissions: SubmissionStore,
  ) {}

  @Get(':eventId')
  @NeedsScopes('receipts.read')
  async receipt(@Param('eventId') eventId: string, @Caller() caller: Principal): Promise<object> {
    if (!/^[^\p{Cc}\p{Cs}]{1,128}$/u.test(eventId)) throw unknown()
    const [receipts, refusals] = await Promise.all([
      this.register.receiptsOf(caller.organisation, eventId),
      this.submissions.refusalsOf(caller.organisation, eventId),
    ])
    if (receipts.length + refusals.length === 0) throw unknown()
    return { id: eventId, register: receipts.map(registerReceipt), refusals: refusals.map(refusal) }
  }
}

function registerReceipt({ source, outcome, decidedAt, code, says }: RegisterReceipt): object {
  return { source, outcome, decidedAt: isoInstant(decidedAt), ...(code === null ? {} : { code, says }) }
}

function refusal({ source, faults, refusedAt, submission }: StoredRefusal): object {
  return { ...(source === null ? {} : { source }), refusedAt: isoInstant(refusedAt), submission, faults }
}

function unknown(): Problem {
  return new Problem(
    404,
    'HUB_INTAKE_RECEIPT_UNKNOWN',
    'No event of your organisation with this id has been settled.',
    'If it was accepted moments ago, ask again shortly; else publish it.',
  )
}
