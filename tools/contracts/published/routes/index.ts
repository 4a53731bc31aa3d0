import type { Catalogue } from '#core/catalogue'
import type { AppDescription } from '../open-api.js'
import { consoleDescription } from './console.js'
import { deliveryDescription } from './delivery.js'
import { intakeDescription } from './intake.js'

/** Every app that organisations meet over HTTP. */
export function appDescriptions(catalogue: Catalogue): readonly AppDescription[] {
  return [intakeDescription(catalogue), deliveryDescription(catalogue), consoleDescription(catalogue)]
}
