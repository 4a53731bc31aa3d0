export { isPublicAddress, urlFault } from './address-check.js'
export { createSigningSecret, type SecretParts, signingSecret } from './signing-secret.js'
export { type Sending, type SendingFailure, WebhookSender } from './webhook-sender.js'
