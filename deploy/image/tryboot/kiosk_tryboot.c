// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * Tells the Raspberry Pi's firmware to start, once, what [tryboot] of autoboot.txt names: when the machine is restarted by
 * reboot(2) with "0 tryboot". The board's own kernel has this (drivers/firmware/raspberrypi.c), Debian's has not.
 */
#include <linux/module.h>
#include <linux/of.h>
#include <linux/reboot.h>
#include <linux/string.h>
#include <soc/bcm2835/raspberrypi-firmware.h>

#define SET_REBOOT_FLAGS 0x00038064 /* github.com/raspberrypi/firmware/wiki/Mailbox-property-interface */
#define TRYBOOT 1

static struct rpi_firmware *firmware;

static int kiosk_tryboot(struct notifier_block *block, unsigned long action, void *command)
{
	u32 flags = TRYBOOT;
	int failed;

	if (action != SYS_RESTART || !command || !strstr(command, "tryboot"))
		return NOTIFY_DONE;
	failed = rpi_firmware_property(firmware, SET_REBOOT_FLAGS, &flags, sizeof(flags));
	if (failed)
		pr_err("kiosk_tryboot: the firmware takes no flag: %d\n", failed);
	return NOTIFY_DONE;
}

static struct notifier_block block = { .notifier_call = kiosk_tryboot };

static int __init begin(void)
{
	struct device_node *node = of_find_compatible_node(NULL, NULL, "raspberrypi,bcm2835-firmware");

	if (!node)
		return -ENODEV;
	firmware = rpi_firmware_get(node);
	of_node_put(node);
	return firmware ? register_reboot_notifier(&block) : -EPROBE_DEFER;
}

static void __exit end(void)
{
	unregister_reboot_notifier(&block);
	rpi_firmware_put(firmware);
}

module_init(begin);
module_exit(end);
MODULE_DESCRIPTION("The one-shot flag of the Raspberry Pi's firmware");
MODULE_LICENSE("Dual MIT/GPL");
