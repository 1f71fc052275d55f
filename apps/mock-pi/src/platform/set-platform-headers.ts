import { MOCK_SPELLING_HEADER, type Settings } from '@aloha-pi/contracts/control'
import type { platformContract } from '@aloha-pi/contracts/platform'
import type { TsRestRequestHandler } from '@ts-rest/express'
import { allowAnyOrigin } from './cors.ts'

/** Headers of every Platform route, set first, so that refusals carry them too. */
export function setPlatformHeaders(world: {
  settings: Settings
}): TsRestRequestHandler<typeof platformContract> {
  return (req, res, next) => {
    const { spelling } = world.settings
    // `wire` is to look like Pi, which sends no such header.
    if (spelling !== 'wire') res.setHeader(MOCK_SPELLING_HEADER, spelling)
    if (req.tsRestRoute.metadata.credential === 'access-token') allowAnyOrigin(res)
    next()
  }
}
