"""Why a campaign cannot go on, and what to do."""

from __future__ import annotations

from pathlib import Path

from ..errors import CerebellumError, Text


class CampaignFailure(CerebellumError):
    """A campaign that cannot go on. What was finished is kept; `status` is how the command ends."""

    def __init__(self, code: str, what: Text, remedy: Text, status: int = 4) -> None:
        """What it came to."""
        super().__init__(code, what, remedy)
        self.status = status


class NoProgram(CampaignFailure):
    """The program `cerebellum` is not where it is looked for."""

    def __init__(self, where: str) -> None:
        """Where it was looked for."""
        super().__init__(
            "no_program",
            Text(f"cerebellum is not {where}", f"找不到 cerebellum（{where}）"),
            Text(
                'install the package or build it with "make build", and name its folder with --programs or in '
                "CEREBELLUM_PROGRAMS, on every node",
                "请在每个节点上安装软件包或用 “make build” 构建，并用 --programs 或 CEREBELLUM_PROGRAMS 给出其文件夹",
            ),
        )


class MissingFile(CampaignFailure):
    """A file that the campaign names is not on a machine that plays it."""

    def __init__(self, machine: str, file: str, folder: str) -> None:
        """On which machine, which file, and the folder that relative names begin in there."""
        super().__init__(
            "missing_file",
            Text(
                f"{file} is not on {machine} (looked for in {folder} and /usr/share/cerebellum)",
                f"{machine} 上没有 {file}（已在 {folder} 和 /usr/share/cerebellum 中查找）",
            ),
            Text(
                "nothing is shipped: put the robot's folder, with its URDF, at the same path on every machine (rsync, "
                "a shared folder), and give the same command again",
                "文件不会自动传输：请把机器人文件夹（含 URDF）放到每台机器的相同路径（rsync 或共享文件夹），"
                "然后再次运行同一命令",
            ),
            3,
        )


class NoRay(CampaignFailure):
    """Ray is not installed."""

    def __init__(self) -> None:
        """Always the same."""
        super().__init__(
            "no_ray",
            Text("--ray needs Ray, which is not installed", "--ray 需要 Ray，但尚未安装"),
            Text("pip install 'cerebellum[ray]'", "pip install 'cerebellum[ray]'"),
        )


class NoCluster(CampaignFailure):
    """Ray does not come up here, or there is no cluster that can be joined."""

    def __init__(self, address: str | None, said: str) -> None:
        """The cluster's address, `None` for one that was to be started here; why not."""
        super().__init__(
            "no_cluster",
            Text(
                f"no cluster of Ray can be joined at {address}: {said}" if address else f"Ray does not start: {said}",
                f"无法加入位于 {address} 的 Ray 集群" if address else "Ray 无法启动",
            ),
            Text(
                "--ray without an address starts one here, --ray auto joins this machine's, --ray HOST:PORT that of "
                "another; ray status --address HOST:PORT says what is there, and ray start --head begins one",
                "--ray 不带地址会在本机启动集群，--ray auto 加入本机已有的集群，--ray 主机:端口 加入其他集群；"
                "可用 ray status --address 主机:端口 查看，用 ray start --head 启动",
            ),
        )


class NoProcessors(CampaignFailure):
    """The cluster has nobody who could play."""

    def __init__(self, patience: float) -> None:
        """For how many seconds."""
        super().__init__(
            "no_processors",
            Text(
                f"the cluster of Ray has had no processor for {patience:g} s", f"Ray 集群已有 {patience:g} s 没有处理器"
            ),
            Text(
                "look with ray status, start nodes with processors, and give the same command again: what was finished "
                "is kept",
                "请用 ray status 查看，启动带处理器的节点，然后再次运行同一命令：已完成的结果会保留",
            ),
        )


class Refusal(CampaignFailure):
    """The program does not play these seeds at all: a wrong robot file, an option that it does not know."""

    def __init__(self, machine: str, said: str, status: int) -> None:
        """Where, what it said, and how it ended."""
        super().__init__(
            "refused",
            Text(
                f"cerebellum campaign ended on {machine} with status {status}: {said}",
                f"cerebellum campaign 在 {machine} 上以状态 {status} 结束",
            ),
            Text(
                "do what it says, and give the same command again: what was finished is kept",
                "请按提示处理，然后再次运行同一命令：已完成的结果会保留",
            ),
            status,
        )


class OtherCampaign(CampaignFailure):
    """Results of the folder, or of a node, are of another robot or program."""

    def __init__(self, seed: int, what: str, was: object, now: object) -> None:
        """The seed whose `what` was, and is now."""
        super().__init__(
            "other_campaign",
            Text(
                f"seed {seed} has the {what} {now}, and the folder has results with {was}",
                f"种子 {seed} 的 {what} 为 {now}，而该文件夹中的结果为 {was}",
            ),
            Text(
                "use the same robot files and the same release on every node; for another campaign give --report "
                "another folder, or remove this one",
                "每个节点须使用相同的机器人文件和版本；若是另一个测试，请用 --report 指定其他文件夹，或删除此文件夹",
            ),
        )


class DamagedJournal(CampaignFailure):
    """A line of the journal that is no result, and not the last one."""

    def __init__(self, path: Path, line: int) -> None:
        """Which line of which file."""
        super().__init__(
            "damaged_journal",
            Text(f"line {line} of {path} is no result", f"{path} 第 {line} 行不是结果"),
            Text(
                f"remove that line (sed -i {line}d {path}): its seed is played again",
                f"请删除该行（sed -i {line}d {path}）：相应的种子会重新运行",
            ),
        )


class JournalInUse(CampaignFailure):
    """Another campaign writes into the folder."""

    def __init__(self, path: Path) -> None:
        """The file."""
        super().__init__(
            "journal_in_use",
            Text(f"another campaign writes to {path}", f"另一个测试正在写入 {path}"),
            Text("wait for its end, or give --report another folder", "请等它结束，或用 --report 指定其他文件夹"),
        )


class LostWorkers(CampaignFailure):
    """Workers are lost again and again."""

    def __init__(self, first: int, last: int, loss: str) -> None:
        """The seeds that they had, and how the last one was lost."""
        super().__init__(
            "lost_workers",
            Text(
                f"the workers of seeds {first} to {last} were lost each time ({loss})",
                f"种子 {first} 到 {last} 的工作进程每次都丢失（{loss}）",
            ),
            Text(
                "look at the logs of Ray and for processes that ran out of memory (dmesg), and give the same command "
                "again: what was finished is kept",
                "请查看 Ray 的日志以及内存不足的进程（dmesg），然后再次运行同一命令：已完成的结果会保留",
            ),
        )


class NodeFailure(CampaignFailure):
    """A node of Ray cannot do its part."""

    def __init__(self, said: str) -> None:
        """What went wrong there."""
        super().__init__(
            "node",
            Text(f"a task failed on a node of Ray: {said}", f"Ray 节点上的任务失败：{said}"),
            Text(
                "install the same release of this package on every node, and give the same command again: what was "
                "finished is kept",
                "请在每个节点上安装相同版本的本软件包，然后再次运行同一命令：已完成的结果会保留",
            ),
        )
