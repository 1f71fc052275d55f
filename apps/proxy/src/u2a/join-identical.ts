/** Runs a task once for all calls with the same key that come while it runs. */
export function joinIdentical<Result>() {
  const running = new Map<string, Promise<Result>>()
  return (key: string, task: () => Promise<Result>): Promise<Result> => {
    const known = running.get(key)
    if (known != null) return known
    const result = task().finally(() => running.delete(key))
    running.set(key, result)
    return result
  }
}
