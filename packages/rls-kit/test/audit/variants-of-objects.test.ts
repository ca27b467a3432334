import { objects } from './holes/variants-of-objects.ts'
import { seesVariants } from './variants.ts'

seesVariants('holes in views, functions and tables, in other places and spellings', objects)
