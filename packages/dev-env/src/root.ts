import { fileURLToPath } from 'node:url'

/** The folder of the repository; data folders are relative to it. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))
