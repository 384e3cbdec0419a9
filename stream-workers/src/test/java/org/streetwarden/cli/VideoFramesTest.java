package org.streetwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.models.intake.FrameSupply;
import org.streetwarden.models.intake.PictureFolder;

class VideoFramesTest {

    @TempDir
    Path folder;

    @Test
    void isFoundBesideFoldersOfPictures() {
        assertThat(ServiceLoader.load(FrameSupply.class))
                .hasAtLeastOneElementOfType(VideoFrames.class)
                .hasAtLeastOneElementOfType(PictureFolder.class);
    }

    @Test
    void spreadsPicturesOverAVideo() throws Exception {
        List<Long> timesUs = new ArrayList<>();
        new VideoFrames().show(Scenes.clip("quiet"), 5, frame -> timesUs.add(frame.ptsUs()));

        assertThat(timesUs).hasSizeBetween(4, 5).isSorted();
        long span = timesUs.getLast() - timesUs.getFirst();
        assertThat(timesUs.get(1) - timesUs.get(0)).isBetween(span / 8, span / 2);
    }

    @Test
    void refusesWhatIsNoVideo() throws IOException {
        Path text = Files.writeString(folder.resolve("a.mp4"), "no video");
        assertThatThrownBy(() -> new VideoFrames().show(text, 5, frame -> {})).isInstanceOf(IOException.class);
    }
}
