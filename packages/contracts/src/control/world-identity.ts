import * as z from 'zod'

/** Where the control API is; GET of it returns the world. */
export const CONTROL_PATH = '/_mock'

const worldId = z
  .guid()
  .describe(
    'New and random at every start, reset and restore, unless `--state` lets the world go on: ids of one world are not valid in another.',
  )

/** What tells one world from another; a mock is known by it, also a newer one. */
export const worldIdentitySchema = z.object({ worldId })
