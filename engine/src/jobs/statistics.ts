/**
 * Training writes into running statistics, which otherwise never change: what was made of them holds as long as the
 * number of such writes is the same.
 */
let writes = 0;

/** How often any running statistics were written in this process. */
export const statisticsWritten = (): number => writes;

/** Says that they were. */
export function noteStatisticsWritten(): void {
  writes++;
}
