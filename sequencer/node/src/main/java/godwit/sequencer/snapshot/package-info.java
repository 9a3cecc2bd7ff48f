/**
 * Beside the way: the core's state written to and read from the cluster's snapshots, and which of them are kept.
 * <p>
 * An image goes before a large one: {@link godwit.sequencer.snapshot.ImageKeeper} opens its recording,
 * {@link godwit.sequencer.snapshot.ImageWriting} fills it between entries, {@link godwit.sequencer.snapshot.Snapshots} names it in
 * the snapshot once it is recorded, and {@link godwit.sequencer.snapshot.SnapshotShelf} keeps it as long as that. So a kill
 * leaves an image that nothing names, which the next start purges, or a snapshot whose image is whole.
 */
package godwit.sequencer.snapshot;
