import * as z from 'zod'

/** What marks a snapshot of a world. */
export const SNAPSHOT_FORMAT = 'aloha-pi mock snapshot'
/** The version of the format that is written, and the only one that is read. */
export const SNAPSHOT_VERSION = 1

/** Members beside these two are checked where a snapshot is loaded. */
export const snapshotSchema = z
  .looseObject({
    format: z.string().describe(`Always "${SNAPSHOT_FORMAT}".`),
    version: z
      .number()
      .describe(`Version of the format. This mock reads version ${SNAPSHOT_VERSION}.`),
  })
  .meta({
    id: 'Snapshot',
    description:
      'A world as data: send it back as it is. It holds keys, tokens and wallet seeds of the mock, which are worthless elsewhere.',
  })

/** A world as data, to be sent back as it is. */
export type Snapshot = z.infer<typeof snapshotSchema>
