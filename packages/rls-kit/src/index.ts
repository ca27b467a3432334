/** Placeholder until the package's first version lands. */
export const version: string = '0.0.0'
