import * as z from 'zod'

/** Header that chooses a world of the mock. Pi has no such header. */
export const WORLD_HEADER = 'x-mock-world'

/** The world that a mock begins with. */
export const DEFAULT_WORLD = 'default'

export const worldNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'must be 1 to 64 letters, digits, "_" or "-", and begin with a letter or a digit',
  )
  .meta({ id: 'WorldName', examples: ['worker-1'] })

/** What the paths of a world begin with; the default world needs no prefix. */
export function worldPrefix(name: string): string {
  return name === DEFAULT_WORLD ? '' : `/w/${name}`
}
