/** The address of a public issue. */
export function issue(repository: string, number: number): string {
  return `https://github.com/${repository}/issues/${number}`
}

/** Issues of Pi's documents, where most people report. */
export function docsIssues(...numbers: number[]): string[] {
  return numbers.map((number) => issue('pi-apps/pi-platform-docs', number))
}
