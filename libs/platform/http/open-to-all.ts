import { SetMetadata } from '@nestjs/common'

/** Under this name Nest keeps that a route asks nobody who they are. */
export const OPEN_TO_ALL = 'interlock:open'

/** For a route that answers whoever asks: whether the process lives, or a page that invites to sign in. */
export const OpenToAll = () => SetMetadata(OPEN_TO_ALL, true)
