import {
  type ArgumentMetadata,
  type PipeTransform,
  type ValidationError,
  ValidationPipe,
} from '@nestjs/common'
import type { Fault } from '#core/kernel'
import { Problem } from './problem.js'

/**
 * class-validator on queries and DTOs: unknown members are refused, and every fault is named with its JSON pointer. Made when a
 * request first has something to judge: most apps never need what it loads.
 */
export class Validation implements PipeTransform {
  private pipe: ValidationPipe | undefined

  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return (this.pipe ??= judging()).transform(value, metadata)
  }
}

function judging(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) =>
      new Problem(
        400,
        'HUB_HTTP_INVALID',
        'The request has members that are not as this resource needs them.',
        'Correct each fault and send it again.',
        { faults: errors.flatMap((error) => faultsOf(error, '')) },
      ),
  })
}

function faultsOf(error: ValidationError, path: string): Fault[] {
  const at = `${path}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`
  const own = Object.values(error.constraints ?? {}).map((says) => ({
    code: 'HUB_HTTP_INVALID',
    at,
    says: `${says}.`,
  }))
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, at))]
}
