import type { SeedData } from '@aloha-pi/contracts/wire'
import { readSeedData, SeedDataRefused } from '../server/mock-seed-data.ts'
import { readTextFile } from './files.ts'

/** The data of a seed file: JSON if its name ends so, else YAML. Throws a sentence that names the file, the place and the rule. */
export async function readSeedFile(file: string): Promise<SeedData> {
  const text = await readTextFile(file)
  if (text == null) throw new Error(`${file} does not exist`)
  try {
    return readSeedData(
      /\.json$/i.test(file) ? parseJson(text) : (await loadYaml()).parseYaml(text),
    )
  } catch (cause) {
    throw new Error(`${file}: ${(cause as Error).message}`, { cause })
  }
}

/** Loaded only for those who have such a file. */
const loadYaml = () => import('./parse-yaml.ts')

/** Starts something with the data of a file; throws a sentence that names the file. */
export async function startWithSeedFile<Started>(
  file: string,
  start: (data: SeedData) => Promise<Started>,
): Promise<Started> {
  const data = await readSeedFile(file)
  try {
    return await start(data)
  } catch (error) {
    // What the data do not show by themselves: no such user, or no Pi to pay with.
    if (!(error instanceof SeedDataRefused)) throw error
    throw new Error(`${file}: ${error.message}`, { cause: error })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`not valid JSON: ${(cause as Error).message}`, { cause })
  }
}
